-- aim: break out of the comment: fences, HTML, mentions, an image that tells who reads
-- expect: ended
DO $$ BEGIN RAISE EXCEPTION '%', E'```\n````\n</details></td></table>\n# owned\n@everyone #1 ![x](https://example.invalid/x.png) <img src=x onerror=alert(1)> | a | b |\n<!-- migration-gate -->'; END $$;

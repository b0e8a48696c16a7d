// Cuts GitHub's own description of its API down to the calls in operations.txt, and repairs what would make Prism judge
// too little or too much. Usage: node describe-api.mjs DESCRIPTION OPERATIONS RESULT
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const Ajv = require("ajv").default;
const addFormats = require("ajv-formats").default;
const { transformOas3Operations } = require("@stoplight/http-spec/oas3/operation");

const [descriptionFile, operationsFile, resultFile] = process.argv.slice(2);
const whole = JSON.parse(readFileSync(descriptionFile, "utf8"));
const operations = readFileSync(operationsFile, "utf8")
  .split("\n")
  .filter((line) => line.trim() && !line.startsWith("#"))
  .map((line) => line.trim().split(/\s+/));

/** Calls `visit` for each object in a tree, children first. */
function walk(node, visit) {
  if (node === null || typeof node !== "object") return;
  for (const child of Object.values(node)) walk(child, visit);
  if (!Array.isArray(node)) visit(node);
}

/** The paths that hold the wanted operations, and nothing else. */
function wantedPaths() {
  const paths = {};
  for (const [method, path] of operations) {
    const operation = whole.paths[path]?.[method.toLowerCase()];
    if (!operation) throw new Error(`GitHub describes no ${method} ${path}`);
    paths[path] ??= { parameters: whole.paths[path].parameters ?? [] };
    paths[path][method.toLowerCase()] = operation;
  }
  return paths;
}

/** The components that `paths` refers to, directly or through others. */
function neededComponents(paths) {
  const components = {};
  const pending = [paths];
  while (pending.length > 0) {
    walk(pending.pop(), ({ $ref: reference }) => {
      if (typeof reference !== "string") return;
      const [, , section, name] = reference.split("/");
      if (components[section]?.[name]) return;
      const component = whole.components[section]?.[name];
      if (!component) throw new Error(`${reference} leads nowhere`);
      (components[section] ??= {})[name] = component;
      pending.push(component);
    });
  }
  return components;
}

/** `nullable` without a `type` does not compile in Ajv, and Prism then skips the whole body without a word. */
function repairNullable(schema) {
  if (schema.nullable !== true || schema.type || schema.enum) return;
  delete schema.nullable;
  const nothing = { type: "string", maxLength: 0, nullable: true };
  for (const key of ["anyOf", "oneOf"]) if (Array.isArray(schema[key])) return void schema[key].push(nothing);
  const { allOf, $ref, ...rest } = schema;
  if (!allOf && !$ref) return;
  for (const key of Object.keys(schema)) delete schema[key];
  Object.assign(schema, rest, { anyOf: [allOf ? { allOf } : { $ref }, nothing] });
}

/** Answers come in the media type that clients ask for; example links lead to the real host. */
function repairResponse(response) {
  const json = response.content?.["application/json"];
  if (json) response.content["application/vnd.github+json"] ??= json;
  for (const name of Object.keys(response.headers ?? {})) if (name.toLowerCase() === "link") delete response.headers[name];
}

/** Every body must compile as Prism compiles it: a body that does not is a body that is not judged. */
function assertJudged(description) {
  for (const { method, path, request } of transformOas3Operations(structuredClone(description))) {
    for (const { schema } of request?.body?.contents ?? []) {
      const ajv = new Ajv({ allErrors: true, strict: false, logger: false });
      addFormats(ajv);
      try {
        ajv.compile({ ...schema, components: description.components });
      } catch (error) {
        throw new Error(`the body of ${method} ${path} would not be judged: ${error.message}`);
      }
    }
  }
}

const paths = wantedPaths();
const result = { openapi: whole.openapi, info: whole.info, servers: [{ url: "/" }], paths, components: neededComponents(paths) };
walk(result, repairNullable);
for (const item of Object.values(paths)) {
  for (const operation of Object.values(item)) Object.values(operation.responses ?? {}).forEach(repairResponse);
}
Object.values(result.components.responses ?? {}).forEach(repairResponse);
assertJudged(result);
writeFileSync(resultFile, JSON.stringify(result));

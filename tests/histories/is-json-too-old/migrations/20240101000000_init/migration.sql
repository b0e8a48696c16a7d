-- before 16 there is no such predicate
CREATE TABLE a (
    body text CHECK (body IS JSON)
);

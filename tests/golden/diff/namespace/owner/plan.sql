-- owner, comments and privileges of namespace app  [lock: none]
ALTER SCHEMA app OWNER TO golden_owner;


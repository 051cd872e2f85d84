-- owner, comments and privileges of namespace app  [lock: none]
GRANT USAGE ON SCHEMA app TO golden_reader;
GRANT CREATE ON SCHEMA app TO golden_writer WITH GRANT OPTION;


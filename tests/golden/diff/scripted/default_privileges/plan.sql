-- create default privileges FOR ROLE postgres IN SCHEMA public ON TABLES TO golden_reader  [lock: none]
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT SELECT ON TABLES TO golden_reader;


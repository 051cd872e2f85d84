-- rename namespace app to app2  [lock: ACCESS EXCLUSIVE, brief]
ALTER SCHEMA app RENAME TO app2;


-- renamed: namespace app2 <- namespace app
CREATE SCHEMA app2; CREATE TABLE app2.x (a int); CREATE VIEW app2.v AS SELECT a FROM app2.x;

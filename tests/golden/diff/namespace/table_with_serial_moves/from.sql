CREATE SCHEMA old_home;
CREATE SCHEMA new_home;
CREATE TABLE old_home.thing (id serial PRIMARY KEY, n bigserial, x integer);
INSERT INTO old_home.thing (x) VALUES (5);

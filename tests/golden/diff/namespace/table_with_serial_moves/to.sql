-- renamed: table new_home.item <- table old_home.thing
CREATE SCHEMA old_home;
CREATE SCHEMA new_home;
CREATE TABLE new_home.item (id serial PRIMARY KEY, n bigserial, x integer);

CREATE TYPE zone AS ENUM ('north', 'south');
CREATE TABLE site (id integer, z zone NOT NULL) PARTITION BY LIST (z);
CREATE TABLE site_north PARTITION OF site FOR VALUES IN ('north');
CREATE TABLE site_rest PARTITION OF site DEFAULT PARTITION BY LIST (id);
CREATE TABLE site_rest_all PARTITION OF site_rest DEFAULT;
CREATE INDEX site_id ON site (id);

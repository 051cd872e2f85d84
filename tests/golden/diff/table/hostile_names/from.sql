CREATE TABLE "we""ird; DROP TABLE x" ("sel""ect" int PRIMARY KEY, "ünï" text);

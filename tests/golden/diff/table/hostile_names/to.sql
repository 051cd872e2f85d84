CREATE TABLE "we""ird; DROP TABLE x" ("sel""ect" bigint PRIMARY KEY, "ünï" text NOT NULL DEFAULT '''', "Order" int); CREATE INDEX "Ix 1" ON "we""ird; DROP TABLE x" ("Order", lower("ünï"));

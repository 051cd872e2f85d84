-- type of public."we""ird; DROP TABLE x"."sel""ect", default of public."we""ird; DROP TABLE x"."ünï"  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public."we""ird; DROP TABLE x"
  ALTER COLUMN "sel""ect" TYPE bigint,
  ALTER COLUMN "ünï" SET DEFAULT ''''::text;

-- add column public."we""ird; DROP TABLE x"."Order"  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public."we""ird; DROP TABLE x" ADD COLUMN "Order" integer;

-- not null of public."we""ird; DROP TABLE x"."ünï" as a check  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public."we""ird; DROP TABLE x" ADD CONSTRAINT "we""ird; DROP TABLE x_ünï__not_null" CHECK ("ünï" IS NOT NULL) NOT VALID;

-- validate not null of public."we""ird; DROP TABLE x"."ünï"  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public."we""ird; DROP TABLE x" VALIDATE CONSTRAINT "we""ird; DROP TABLE x_ünï__not_null";

-- set not null of public."we""ird; DROP TABLE x"."ünï"  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public."we""ird; DROP TABLE x" ALTER COLUMN "ünï" SET NOT NULL;
ALTER TABLE public."we""ird; DROP TABLE x" DROP CONSTRAINT "we""ird; DROP TABLE x_ünï__not_null";

-- create index public."we""ird; DROP TABLE x"."Ix 1"  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY "Ix 1" ON public."we""ird; DROP TABLE x" USING btree ("Order", lower("ünï"));


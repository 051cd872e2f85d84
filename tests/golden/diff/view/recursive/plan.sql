-- create view public.r  [lock: none]
CREATE VIEW public.r AS
 WITH RECURSIVE r(n) AS (
         SELECT 1 AS "?column?"
        UNION ALL
         SELECT (r_1.n + 1)
           FROM r r_1
          WHERE (r_1.n < 5)
        )
 SELECT r.n
   FROM r;
ALTER VIEW public.r OWNER TO postgres;


-- replace procedure public.p(integer)  [lock: none]
CREATE OR REPLACE PROCEDURE public.p(INOUT a integer)
 LANGUAGE plpgsql
AS $procedure$ BEGIN a := 2; END $procedure$;


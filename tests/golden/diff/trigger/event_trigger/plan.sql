-- create event trigger ev  [lock: none]
CREATE EVENT TRIGGER ev ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.ef();
ALTER EVENT TRIGGER ev OWNER TO postgres;


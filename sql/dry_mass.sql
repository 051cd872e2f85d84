-- What is left of a mass when its water is gone. moisture is percent of the wet mass.
CREATE FUNCTION public.dry_mass(wet_mass numeric, moisture numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN wet_mass * (1 - moisture / 100);

COMMENT ON FUNCTION public.dry_mass(numeric, numeric) IS 'Mass without its water; moisture is percent of the wet mass.';

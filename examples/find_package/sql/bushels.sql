CREATE FUNCTION public.bushels(mass_kg numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE
RETURN round(mass_kg / 19.05, 2);

-- owner, comments and privileges of enum public.mood  [lock: none]
COMMENT ON TYPE public.mood IS 'how';
REVOKE USAGE ON TYPE public.mood FROM PUBLIC;
GRANT USAGE ON TYPE public.mood TO golden_reader;


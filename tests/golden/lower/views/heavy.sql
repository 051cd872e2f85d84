SELECT id FROM public.sample WHERE weight > 100;

- names: INSERT INTO public.a (id) VALUES ('none')
+ INSERT INTO public.a (id) VALUES ('a'); INSERT INTO public.a_names (a_id, names) VALUES ('a', 'x'), ('a', 'x'); INSERT INTO public.a_tags (a_id, tags) VALUES ('a', 'x')
- names: INSERT INTO public.a_names (a_id, names) VALUES ('a', 'y'), ('a', 'z')
- a_names_pattern: INSERT INTO public.a_names (a_id, names) VALUES ('a', 'Y')
- names: DELETE FROM public.a_names
+ DELETE FROM public.a_names WHERE id = 1
- a_unique_minimum: INSERT INTO public.a_unique (a_id, "unique") VALUES ('a', 0)
- a_unique_pkey: INSERT INTO public.a_unique (a_id, "unique") VALUES ('a', 1), ('a', 1)
- a_numbers_values: UPDATE public.a SET numbers = '{1,6}'
- a_numbers_minimum_cardinality: UPDATE public.a SET numbers = '{}'
- a_numbers_elements: UPDATE public.a SET numbers = '{1,NULL}'
+ UPDATE public.a SET numbers = '{1,2}', json = '[1,2]', matrix = '[[1,2],[3.5]]'
- a_json_value: UPDATE public.a SET json = '[1,"x"]'
- a_matrix_value: UPDATE public.a SET matrix = '[1,2]'
- a_matrix_value: UPDATE public.a SET matrix = '[[[1]]]'

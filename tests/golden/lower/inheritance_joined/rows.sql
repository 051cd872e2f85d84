+ INSERT INTO public.vehicle (id, type, wheels) VALUES ('a', 'Racer', 6); INSERT INTO public.car (id, doors) VALUES ('a', 3); INSERT INTO public.racer (id) VALUES ('a')
- racer_wheels_doors_team_rule: UPDATE public.car SET doors = 2 WHERE id = 'a'
+ UPDATE public.car SET doors = 2 WHERE id = 'a'; UPDATE public.racer SET team = 'blue' WHERE id = 'a'
- racer_wheels_doors_team_rule: UPDATE public.racer SET team = NULL WHERE id = 'a'
+ UPDATE public.vehicle SET wheels = 5 WHERE id = 'a'; UPDATE public.racer SET team = NULL WHERE id = 'a'
- racer_wheels_doors_team_rule: UPDATE public.vehicle SET wheels = 6 WHERE id = 'a'
- racer_team_names_rule: UPDATE public.racer SET team = 'red' WHERE id = 'a'
+ UPDATE public.racer SET team = 'red' WHERE id = 'a'; INSERT INTO public.vehicle_names (vehicle_id, names) VALUES ('a', 'Anna')
- racer_team_names_rule: DELETE FROM public.vehicle_names
- vehicle_wheels_car_minimum: UPDATE public.vehicle SET wheels = 2 WHERE id = 'a'
+ INSERT INTO public.vehicle (id, type, wheels) VALUES ('b', 'Car', 6); INSERT INTO public.car (id, doors) VALUES ('b', 2)
+ INSERT INTO public.vehicle (id, type, wheels) VALUES ('c', 'Vehicle', 1); DELETE FROM public.vehicle

-- Takes the tables of 0002_model.sql away again, with all that they hold.
DROP TABLE
    survey.photo_z,
    survey.prediction,
    survey.principal_component,
    survey.linear_term,
    survey.simulated_star,
    survey.sample_comparison,
    survey.density_candidate,
    survey.mixture_component,
    survey.model_weight,
    survey.model_metric,
    survey.model_parameter,
    survey.model_run,
    survey.galaxy,
    survey.galaxy_sample;

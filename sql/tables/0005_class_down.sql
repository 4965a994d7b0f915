-- Takes the tables of 0005_class.sql away again, with all that they hold.
DROP TABLE
    survey.class_probability,
    survey.classification,
    survey.forest_node,
    survey.forest_feature,
    survey.forest_class,
    survey.forest,
    survey.light_curve_feature,
    survey.harmonic_model,
    survey.label,
    survey.label_list;

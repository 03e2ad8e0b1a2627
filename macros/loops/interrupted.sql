{#
  Ends a run that Ctrl-C was pressed in. dbt passes a press on to the statement that runs at that moment; between two statements, and in
  some warehouses while one is planned, there is none to stop, and this thread would train on to its end. But before it cancels
  anything, dbt writes its results, under this run's id.
#}
{% macro _stop_if_interrupted(where) %}
  {% set results = dbt_nn._results_of_run() %}
  {% if results and results.exists() and results.stat().st_mtime >= run_started_at.timestamp() %}
    {% if invocation_id.encode() in results.read_bytes() %}
      {# Of a model that ends now, dbt shows no message. #}
      {% set text = where ~ ": interrupted; the next run resumes from the last checkpoint" %}
      {% do log(text, info=true) %}
      {% do exceptions.raise_compiler_error(text) %}
    {% endif %}
  {% endif %}
{% endmacro %}


{# The file of this run's results, written when the run is about to end; none where dbt does not say where (dbt-core 2.0, Fusion). #}
{% macro _results_of_run() %}
  {% set run = builtins.ref.config if builtins.ref.config is defined else {} %}
  {% if run.args is defined and run.args.PROJECT_DIR is defined and run.args.PROJECT_DIR.joinpath is defined %}
    {% do return(run.args.PROJECT_DIR.joinpath(run.project_target_path, 'run_results.json')) %}
  {% endif %}
  {% do return(none) %}
{% endmacro %}

"""The only place that knows HTTP, pydantic and Jinja. ``create_app(settings)`` makes the application."""

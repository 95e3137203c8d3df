"""The peer of the web's benchmark: an application that says hello, on the framework and the server that ours uses."""

import fastapi
from uvicorn import Config

from chainrule.web.serving import Server


def application():
    app = fastapi.FastAPI()

    @app.get("/hello")
    def say():
        return {"hello": "world"}

    return app


if __name__ == "__main__":
    Server(Config(application(), port=0, log_level="warning", access_log=False, ws="none")).run()

from tests.bench.browser import Browser


def application(environ, start_response):
    """Sets a cookie, and echoes what it was sent."""
    form = environ["wsgi.input"].read().decode()
    start_response("302 Found", [("Location", "/there"), ("Set-Cookie", "seen=1; Path=/; HttpOnly")])
    request = (environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"], environ["HTTP_COOKIE"], form)
    return [" ".join(request).encode()]


def test_browser_keeps_cookies_and_sends_the_token_with_a_form():
    browser = Browser(application, {"csrftoken": "token"})

    first = browser.get("http://portal.acme.example/here?a=1")
    second = browser.post("/form/")

    assert (first.status, first.location, first.body) == (302, "/there", b"GET /here a=1 csrftoken=token ")
    assert second.body == b"POST /form/  csrftoken=token; seen=1 csrfmiddlewaretoken=token"


def test_browser_closes_the_answer_as_a_server_does():
    closed = []

    class Body(list):
        def close(self):
            closed.append(True)

    Browser(lambda environ, start_response: start_response("200 OK", []) or Body([b"a"])).get("/")

    assert closed == [True]

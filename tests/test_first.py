from tests.factories import make_person, enrol, give_seat, make_site

def test_walk(app, sign_in):
    p = make_person(); give_seat(p, make_site())
    c = sign_in(p)
    for url in ["/", "/training/proef/lesson/begin", "/report","/glossary","/me","/training/proef/quiz/eerste"]:
        r = c.get(url)
        assert r.status_code == 200, url
    r = c.post("/training/proef/quiz/eerste"); print(r.location)
    r = c.get(r.location); assert r.status_code==200

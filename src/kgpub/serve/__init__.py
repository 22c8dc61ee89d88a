"""The store over HTTP: a SPARQL endpoint, the canned questions as a JSON API, and pages for people.

``app`` puts the routes together: ``protocol`` is SPARQL's own, ``api`` and
``openapi`` the canned questions, ``description`` what the endpoint says of
itself. All of them ask ``pool``, whose ``worker`` processes hold the store.
Nothing here writes to it.
"""

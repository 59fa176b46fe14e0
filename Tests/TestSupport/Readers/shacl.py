"""Reads JSON-LD documents with rdflib and judges them by a SHACL shape with pyshacl.

Arguments: the shape (Turtle), then documents; `-` in place of the shape only reads. Prints, as JSON, for each document whether
it conforms, what is wrong, and its statements as N-Triples.
"""

import json
import sys

import rdflib


def main():
    shape = None
    if sys.argv[1] != "-":
        import pyshacl

        shape = rdflib.Graph().parse(sys.argv[1], format="turtle")
    answers = []
    for path in sys.argv[2:]:
        graph = rdflib.Graph().parse(path, format="json-ld")
        conforms, text = True, ""
        if shape is not None:
            conforms, _, text = pyshacl.validate(graph, shacl_graph=shape, inference="none")
        lines = sorted(line for line in graph.serialize(format="nt").splitlines() if line)
        answers.append({"conforms": conforms, "text": text, "triples": lines})
    print(json.dumps(answers))


if __name__ == "__main__":
    main()

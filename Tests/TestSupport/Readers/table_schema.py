"""What frictionless says of cells: reads cases as JSON, prints for each the constraints that each cell breaks.

A case has `field`, a descriptor of Table Schema without a name, `cells`, and `missing`, which may be left out.
"""

import json
import sys

from frictionless import Schema


def main():
    answers = []
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    for case in cases:
        descriptor = {"missingValues": case.get("missing", [""]), "fields": [{"name": "cell", **case["field"]}]}
        reader = Schema.from_descriptor(descriptor).fields[0].create_cell_reader()
        answers.append([sorted((reader(cell)[1] or {}).keys()) for cell in case["cells"]])
    print(json.dumps(answers))


if __name__ == "__main__":
    main()

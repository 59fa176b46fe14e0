/// The compiled treatments of one table: which columns come out of which fields, and how.
///
/// Holds no secret: a ``TreatmentContext`` adds them. Fields come in the order of the table's schema.
package struct TreatmentPlan: Sendable {
    /// The table's fields.
    package let fields: [FieldPlan]
    /// The columns of the catalogue, in the order of their fields; dropped and forbidden fields have none.
    package let outputColumns: [OutputColumn]

    /// What is done to each field.
    let steps: [TreatmentStep]
    /// Index of the person field, and how its pseudonyms are made.
    let person: (field: Int, step: TreatmentStep)?

    /// Compiles the treatments of `fields`.
    package init(fields: [FieldPlan], person: PersonField? = nil) throws(TreatmentFault) {
        let compiler = TreatmentCompiler(fields: fields)
        var steps: [TreatmentStep] = []
        var columns: [OutputColumn] = []
        var names: Set<String> = []
        for (index, field) in fields.enumerated() {
            let (step, type) = try compiler.compile(index)
            steps.append(step)
            guard let type else { continue }
            let name = field.outputName ?? field.name
            guard names.insert(name).inserted else { throw .nameTwice(column: name) }
            columns.append(
                OutputColumn(
                    name: name, type: type, nullable: TreatmentPlan.isNullable(field, step, fields),
                    isPseudonym: step.isPseudonym, field: index))
        }
        self.fields = fields
        self.steps = steps
        outputColumns = columns
        self.person = try TreatmentPlan.resolve(person, compiler)
    }

    /// Pseudonym domains whose secrets a context needs, sorted.
    package var domains: [String] {
        var domains: Set<String> = []
        for case .pseudonym(let domain, _) in steps + (person.map { [$0.step] } ?? []) { domains.insert(domain) }
        return domains.sorted()
    }

    /// For each field whether its column may come as codes: equal values are treated alike, and nobody else reads them.
    package var takesCodes: [Bool] {
        let read = Set(steps.compactMap(\.reference) + (person.map { [$0.field] } ?? []))
        return steps.indices.map { steps[$0].isByValue && !read.contains($0) }
    }

    /// For each field whether its values are read: a dropped one is only where the treatment of another refers to it.
    package var reads: [Bool] {
        let read = Set(steps.compactMap(\.reference))
        return steps.indices.map { index in
            if case .drop = steps[index] { read.contains(index) } else { true }
        }
    }

    /// Whether a context needs a key for surrogates.
    package var renumbers: Bool {
        steps.contains { if case .renumber = $0 { true } else { false } }
    }

    private static func isNullable(_ field: FieldPlan, _ step: TreatmentStep, _ fields: [FieldPlan]) -> Bool {
        switch step {
        // A placeholder has no pseudonym, and a postcode may be an unknown one.
        case .pseudonym, .department: true
        case .age(let reference, _), .delay(let reference, _): !field.required || !fields[reference].required
        default: !field.required
        }
    }

    private static func resolve(
        _ person: PersonField?, _ compiler: TreatmentCompiler
    ) throws(TreatmentFault) -> (field: Int, step: TreatmentStep)? {
        guard let person else { return nil }
        guard let index = compiler.fields.firstIndex(where: { $0.name == person.name }) else {
            throw .person(field: person.name)
        }
        let kind = compiler.identifierKind(index)
        guard compiler.holdsIdentifier(compiler.fields[index].kind, kind) else { throw .person(field: person.name) }
        return (index, .pseudonym(domain: person.domain, kind: kind))
    }
}

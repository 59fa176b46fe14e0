import Columns
import Identifiers
import Pseudonymisation
import Support
import Testing
import Treatment

@Suite struct TreatmentPlanTests {
    private func ring() throws -> PseudonymKeyRing {
        try PseudonymKeyRing(
            ["patients", "soignants"].map {
                try PseudonymSecret(
                    domain: $0, epoch: 1, key: SecretBytes(copying: [UInt8](repeating: 3, count: 32).span))
            })
    }

    private func field(_ name: String, _ kind: FieldKind, _ treatment: FieldTreatment) -> FieldPlan {
        FieldPlan(name: name, kind: kind, treatment: treatment)
    }

    private func texts(_ column: Column) -> [String] {
        guard case .bytes(let values) = column.values else { return [] }
        return (0..<values.count).map { String(decoding: values.entry($0), as: UTF8.self) }
    }

    @Test func `says names, types and nullability of the columns`() throws {
        let plan = try TreatmentPlan(fields: [
            FieldPlan(
                name: "date_naissance", kind: .date, treatment: .ageYears(reference: "entree", cap: 90),
                outputName: "age",
                required: true),
            FieldPlan(name: "entree", kind: .datetime, treatment: .toHour, required: true),
            field("nom", .string, .forbid), field("libelle", .string, .drop),
            field("montant", .decimal(precision: 9, scale: 2), .keep),
            FieldPlan(
                name: "nir", kind: .string, treatment: .pseudonym(domain: "patients", kind: .nir), required: true),
        ])
        #expect(plan.outputColumns.map(\.name) == ["age", "entree", "montant", "nir"])
        #expect(plan.outputColumns.map(\.type) == [.int32, .timestamp, .decimal(precision: 9, scale: 2), .string])
        #expect(plan.outputColumns.map(\.nullable) == [false, false, true, true])
        #expect(plan.outputColumns.map(\.field) == [0, 1, 4, 5])
        #expect(plan.domains == ["patients"])
    }

    @Test func `rejects treatments that cannot work`() {
        let bad: [(FieldTreatment, FieldKind, TreatmentFault)] = [
            (.toHour, .date, .wrongType(field: "f")), (.toDepartment, .integer, .wrongType(field: "f")),
            (.prefix(length: 0), .string, .parameter(field: "f")), (.bin(width: 0), .integer, .parameter(field: "f")),
            (.bin(width: .nan), .number, .parameter(field: "f")), (.bin(width: 0.5), .integer, .parameter(field: "f")),
            (.bin(width: 1e300), .integer, .parameter(field: "f")), (.bin(width: 5), .string, .wrongType(field: "f")),
            (.ageCap(cap: 0), .integer, .parameter(field: "f")), (.ageCap(cap: 90), .date, .wrongType(field: "f")),
            (.ageYears(reference: "x", cap: nil), .date, .reference(field: "f")),
            (.delayDays(reference: "texte", unit: .day), .date, .reference(field: "f")),
            (.pseudonym(domain: "Patients", kind: .nir), .string, .parameter(field: "f")),
            (.pseudonym(domain: "patients", kind: .name), .integer, .wrongType(field: "f")),
            (.rekey(domain: "patients"), .integer, .wrongType(field: "f")), (.renumber, .date, .wrongType(field: "f")),
        ]
        for (treatment, kind, fault) in bad {
            #expect(throws: fault) {
                try TreatmentPlan(fields: [field("f", kind, treatment), field("texte", .string, .keep)])
            }
            #expect(TreatmentMessages.table[fault.code] != nil)
        }
        #expect(throws: TreatmentFault.nameTwice(column: "a")) {
            try TreatmentPlan(fields: [
                field("a", .string, .keep), FieldPlan(name: "b", kind: .string, treatment: .keep, outputName: "a"),
            ])
        }
        #expect(throws: TreatmentFault.person(field: "p")) {
            try TreatmentPlan(fields: [field("a", .string, .keep)], person: PersonField(name: "p", domain: "patients"))
        }
    }

    @Test func `needs the secrets of its domains and a key to renumber`() throws {
        let plan = try TreatmentPlan(fields: [field("f", .string, .rekey(domain: "autre"))])
        #expect(throws: TreatmentFault.pseudonymisation(.secretMissing(domain: "autre"))) {
            try TreatmentContext(plan: plan, ring: ring())
        }
        let renumbering = try TreatmentPlan(fields: [field("f", .string, .renumber)])
        #expect(throws: TreatmentFault.surrogateKeyMissing) { try TreatmentContext(plan: renumbering, ring: ring()) }
    }

    @Test func `gives the person's pseudonyms, those of the column where it is one`() throws {
        let nirs = Column(.bytes(ByteColumn(["285069999900246", "160022A99900321", "285069999900247", "bad"])))
        let rejected = [false, true, false, true]
        for treatment in [FieldTreatment.pseudonym(domain: "patients", kind: .nir), .drop] {
            let plan = try TreatmentPlan(
                fields: [field("nir", .string, treatment)], person: PersonField(name: "nir", domain: "patients"))
            let block = try plan.apply(
                columns: [nirs], rejected: rejected, context: TreatmentContext(plan: plan, ring: ring()))
            let persons = try #require(block.persons)
            #expect(persons[0] != nil)
            #expect(persons[1] == nil)
            guard treatment != .drop else {
                #expect(block.columns.isEmpty)
                continue
            }
            #expect(block.violations.map(\.row) == [2])
            #expect(block.violations.map(\.reason) == [.identifier(.key)])
            #expect(texts(block.columns[0])[0] == persons[0].map { PseudonymText.string($0, epoch: 1) })
            #expect(texts(block.columns[0])[1] == "")
        }
    }

    @Test func `re-keys a level-1 pseudonym in either case and leaves a placeholder null without a violation`() throws {
        let plan = try TreatmentPlan(
            fields: [field("id", .string, .rekey(domain: "patients"))],
            person: PersonField(name: "id", domain: "patients"))
        let column = Column(
            .bytes(ByteColumn(["00112233445566778899AABB", "00112233445566778899aabb", "xxxxxxxxxxxxxxxxx"])))
        let block = try plan.apply(
            columns: [column], rejected: [false, false, false], context: TreatmentContext(plan: plan, ring: ring()))
        #expect(texts(block.columns[0])[0] == texts(block.columns[0])[1])
        #expect(block.columns[0].isNull(2))
        #expect(block.violations.isEmpty)
    }

    @Test func `renumbers equal keys alike in every field and context of a drop`() throws {
        let key = SecretBytes(copying: [UInt8](repeating: 8, count: 32).span)
        let plan = try TreatmentPlan(fields: [field("a", .integer, .renumber), field("b", .integer, .renumber)])
        let columns = [Column(.int64([5, 6, -1])), Column(.int64([6, 5, 5]))]
        var answers: [[Int64]] = []
        for _ in 0..<2 {
            let context = try TreatmentContext(plan: plan, ring: ring(), surrogateKey: key)
            let block = try plan.apply(columns: columns, rejected: [false, false, false], context: context)
            for case .int64(let values) in block.columns.map(\.values) { answers.append(values) }
            #expect(block.violations.map(\.reason) == [.numberNegative])
        }
        #expect(answers[0] == answers[2] && answers[1] == answers[3])
        #expect(answers[0][0] == answers[1][1] && answers[0][1] == answers[1][0])
        #expect(answers[0][0] != 5 && answers[0][0] != answers[0][1])
    }

    @Test func `counts each kind of finding and says where the first stands`() throws {
        let plan = try TreatmentPlan(fields: [field("note", .string, .keep), field("nom", .string, .forbid)])
        let notes = Column(.bytes(ByteColumn(["rien", "a@b.fr", "285069999900246", "c@d.fr"])))
        let names = Column(.bytes(ByteColumn(["", "", "", "DUPRE"])), nulls: [true, true, false, false])
        let context = try TreatmentContext(plan: plan, ring: ring())
        let block = try plan.apply(columns: [notes, names], rejected: [false, true, true, true], context: context)
        #expect(block.quarantine.map(\.kind) == [.residual(.email), .residual(.nir), .forbidden])
        #expect(block.quarantine.map(\.count) == [2, 1, 1])
        #expect(block.quarantine.map(\.firstRow) == [1, 2, 3])
        #expect(!"\(block.quarantine)".contains("DUPRE"))
    }

    @Test func `refuses a block that is not of the table`() throws {
        let plan = try TreatmentPlan(fields: [field("f", .string, .keep)])
        let context = try TreatmentContext(plan: plan, ring: ring())
        for columns in [[], [Column(.int64([1]))], [Column(.bytes(ByteColumn(["a", "b"])))]] {
            #expect(throws: TreatmentFault.block(field: "f")) {
                try plan.apply(columns: columns, rejected: [false], context: context)
            }
        }
    }
}

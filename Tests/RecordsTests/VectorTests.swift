import Records
import TestSupport
import Testing

@Suite struct VectorTests {
    private static let vectors = VectorFile.all(in: Samples.folder + "Vectors")

    @Test func `finds the vectors`() { #expect(Self.vectors.count >= 8) }

    @Test(arguments: vectors.map(\.name))
    func `refuses each vector for its one reason`(name: String) throws {
        let vector = try #require(Self.vectors.first { $0.name == name })
        let expected = try #require(vector["expect"])
        var schema = Samples.texts("id", "nom")
        schema.fields[0].required = true
        let plan = try RecordPlan(schema: schema, dialect: CSVDialect())
        var codes = Samples.codes(plan, vector.body)
        if codes.isEmpty { codes = try Samples.parse(plan, vector.body).counts.keys.sorted() }
        #expect(codes.isEmpty ? expected == "success" : expected == "reject " + codes.joined(separator: " "))
    }
}

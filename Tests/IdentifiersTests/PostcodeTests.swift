import Identifiers
import Testing

@Suite struct PostcodeTests {
    @Test func `names the department as the vectors say`() throws {
        for line in try Vector.lines("postcodes.txt") {
            let answer =
                switch Postcode.place(Array(line[0].utf8).span) {
                case .department(let department): department.description
                case .unknown: "?"
                case .invalid: "!"
                }
            #expect(answer == line[1], "\(line[0])")
        }
    }

    @Test func `gives a code of as many characters as it has`() {
        guard case .department(let department) = Postcode.place(Array("97411".utf8).span) else {
            Issue.record("no department")
            return
        }
        #expect(department.count == 3)
        #expect((0..<3).map { department[$0] } == Array("974".utf8))
    }
}

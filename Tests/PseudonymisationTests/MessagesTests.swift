import Pseudonymisation
import Support
import Testing

@Suite struct MessagesTests {
    @Test func `has a message for every code`() {
        let faults: [PseudonymisationFault] = [
            .domainName, .epoch, .secretLength, .secretFile(line: 1), .secretMissing(domain: "d"),
            .epochMissing(domain: "d", epoch: 1), .secretTwice(domain: "d", epoch: 1), .crypto(function: "f"),
        ]
        for code in faults.map(\.code) + IdentifierFailure.allCases.map(\.code) {
            #expect(PseudonymisationMessages.table[code] != nil, "\(code)")
        }
        for fault in faults {
            for language in Language.allCases {
                #expect(!PseudonymisationMessages.table.text(fault, language).contains("{"))
            }
        }
    }
}

package import Convention
internal import Patterns
package import Support

/// Names of opposition updates.
package enum OppositionName {
    private static let digits = 8

    /// The name `given`, or that of the convention's example with `today` in the place of its date.
    ///
    /// - Throws: ``ProducerFault/noOppositions``; ``ProducerFault/nameNeeded(example:)`` where the example has no date.
    package static func make(_ convention: Convention, given: String?, today: CivilDate) throws -> String {
        guard let rules = convention.oppositions else { throw ProducerFault.noOppositions }
        let names = try DropNames(convention)
        if let given { return names.find(given, isSealed: false).name }
        let day = today.description.filter { $0 != "-" }
        let example = rules.nameExample
        for start in example.indices {
            guard let end = example.index(start, offsetBy: digits, limitedBy: example.endIndex),
                example[start..<end].allSatisfy({ $0.isASCII && $0.isNumber })
            else { continue }
            let name = example.replacingCharacters(in: start..<end, with: day)
            if try Pattern(rules.namePattern).matches(name) { return name }
        }
        throw ProducerFault.nameNeeded(example: example)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}

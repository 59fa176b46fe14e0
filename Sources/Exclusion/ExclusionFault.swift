package import Support

/// A failure to make an exclusion set.
package enum ExclusionFault: Fault, Equatable {
    /// Rows of the domain belong to another epoch than the pseudonyms to be looked up: rotate them first. Without this the
    /// look-up would find nobody.
    case epoch(domain: String, expected: Int, rows: Int)

    package var code: FaultCode { "exclusion.epoch" }

    package var arguments: [String: String] {
        switch self {
        case .epoch(let domain, let expected, let rows):
            ["domain": domain, "epoch": String(expected), "rows": SmallCountFloor.standard.text(rows)]
        }
    }
}

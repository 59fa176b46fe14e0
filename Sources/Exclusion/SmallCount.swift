/// Counts of persons as receipts, notices and logs may show them: small ones only as "fewer than".
package enum SmallCount {
    /// The smallest count shown as it is; French health statistics hide cells below it.
    package static let floor = 11

    /// Whether `count` may be shown: zero says nothing of anyone.
    package static func isShown(_ count: Int) -> Bool { count == 0 || count >= floor }

    /// The count, or `<11`.
    package static func text(_ count: Int) -> String { isShown(count) ? String(count) : "<\(floor)" }
}

/// The smallest number of excluded persons' rows that receipts, notices and logs state exactly.
///
/// A producer knows how many rows it sent and how many were rejected, so `excluded` could be worked out from `kept` by a
/// subtraction. Where `excluded` is above zero and below the floor, a receipt therefore states neither: it states their sum,
/// `keptOrExcluded`, exactly and `excluded` as `<11`; `read = keptOrExcluded + rejected + duplicate` still balances.
package struct SmallCountFloor: Sendable, Equatable {
    /// The usual floor of French health statistics: 11.
    package static let standard = SmallCountFloor(11)

    /// The smallest count stated.
    package let value: Int

    /// A floor of `value`; 0 or 1 hides nothing.
    package init(_ value: Int) { self.value = value }

    /// Whether `count` is not to be stated.
    package func hides(_ count: Int) -> Bool { count > 0 && count < value }

    /// `count`, or `<11`.
    package func text(_ count: Int) -> String { hides(count) ? "<\(value)" : String(count) }
}

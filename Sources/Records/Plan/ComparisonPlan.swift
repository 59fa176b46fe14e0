/// A comparison compiled: how the two columns are put on one scale.
struct ComparisonPlan: Sendable {
    /// The common scale.
    enum Scale: Sendable {
        /// Strings, byte by byte (the order of code points).
        case bytes
        /// Values times a factor each: microseconds for dates and date-times.
        case integers(left: Int64, right: Int64)
        case doubles(left: Double, right: Double)
    }

    /// Microseconds of a day: the unit in which differences of moments are limited.
    static let day: Int64 = 86_400_000_000

    let comparison: Comparison
    let scale: Scale
    /// The limit in the unit of the scale.
    let limit: Double?
    let rule: Int

    init?(_ comparison: Comparison, _ schema: TableSchema, rule: Int) {
        guard schema.fields.indices.contains(comparison.left), schema.fields.indices.contains(comparison.right) else {
            return nil
        }
        let left = schema.fields[comparison.left].type
        let right = schema.fields[comparison.right].type
        self.comparison = comparison
        self.rule = rule
        if case .string = left, case .string = right {
            guard comparison.limit == nil else { return nil }
            scale = .bytes
            limit = nil
        } else if let a = ComparisonPlan.microseconds(left), let b = ComparisonPlan.microseconds(right) {
            scale = .integers(left: a, right: b)
            limit = comparison.limit.map { $0 * Double(ComparisonPlan.day) }
        } else if let a = ComparisonPlan.unit(left), let b = ComparisonPlan.unit(right) {
            let isInteger = left == .integer && right == .integer
            scale = isInteger && comparison.limit == nil ? .integers(left: 1, right: 1) : .doubles(left: a, right: b)
            limit = comparison.limit
        } else {
            return nil
        }
    }

    private static func microseconds(_ type: FieldType) -> Int64? {
        switch type {
        case .date: day
        case .datetime: 1
        default: nil
        }
    }

    private static func unit(_ type: FieldType) -> Double? {
        switch type {
        case .integer, .number: 1
        case .decimal(_, let scale): 1 / Double(DecimalFormat.powers[scale])
        default: nil
        }
    }
}

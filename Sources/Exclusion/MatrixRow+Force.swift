package import Support

extension MatrixRow {
    /// Whether the opposition has effect on `day`: from ``since`` on, up to the day before ``until``.
    package func isInForce(on day: CivilDate) -> Bool {
        guard since <= day else { return false }
        guard let until else { return true }
        return day < until
    }

    /// Whether the opposition is about `base` and `purpose`.
    ///
    /// Without a purpose (ingestion serves them all), only an opposition to all purposes is meant: someone who refuses one
    /// study is still in the catalogue, and left out when that study is extracted.
    package func concerns(base: String, purpose: String?) -> Bool {
        MatrixRow.opposition(to: self.base, self.purpose, concerns: base, purpose)
    }

    /// Whether an opposition to `opposedBase` and `opposedPurpose` (nil for all) concerns `base` and `purpose`.
    package static func opposition(
        to opposedBase: String?, _ opposedPurpose: String?, concerns base: String, _ purpose: String?
    ) -> Bool {
        (opposedBase == nil || opposedBase == base) && (opposedPurpose == nil || opposedPurpose == purpose)
    }
}

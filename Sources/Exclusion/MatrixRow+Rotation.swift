package import Pseudonymisation

extension MatrixRow {
    /// The row in the epoch of `rotation`; nil where the row is not of its domain or of the epoch before.
    package func rotated(by rotation: PseudonymRotation) -> MatrixRow? {
        guard domain == rotation.domain, epoch == rotation.epoch - 1 else { return nil }
        var row = self
        row.epoch = rotation.epoch
        row.pseudonym = rotation.rotate(pseudonym)
        return row
    }
}

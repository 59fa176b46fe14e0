internal import Containers
internal import Convention
internal import Crypto
internal import Envelope
internal import Records
internal import Support

/// The files of a delivery as one drop: one envelope after the other, each held against what the manifest says of it.
///
/// A file is compared once its envelope has proved to be whole. Whose fault an error is, is known as well: files are read one by
/// one, and nothing but reading them finds fault with a whole file.
final class DeliveryContent: DropContent {
    /// A file that is to come.
    struct Part {
        /// Which of the delivery's tables, from 0.
        let index: Int
        let table: ConventionTable
        /// What the manifest says.
        let stated: DeliveryManifest.File
        /// Opens the upload.
        let open: () throws -> SealedFile
    }

    /// The file that is being read.
    private struct Reading {
        let part: Part
        let file: SealedFile
        /// Nil until it is known to be compressed as agreed.
        var plain: MeasuredSource?
    }

    let manifest: DeliveryManifest?
    private let parts: [Part]
    private let limits: ContainerLimits
    private var started = 0
    private var reading: Reading?
    /// Who signed the files read so far, by table.
    private(set) var signers: [String: SignerIdentity] = [:]

    /// The files `parts` that `manifest` names, in that order.
    init(_ manifest: DeliveryManifest, _ parts: [Part], limits: ContainerLimits) {
        self.manifest = manifest
        self.parts = parts
        self.limits = limits
    }

    func next() throws -> DropFile? {
        try finish()
        guard started < parts.count else { return nil }
        let part = parts[started]
        started += 1
        let file = try part.open()
        reading = Reading(part: part, file: file)
        let plain = try MeasuredSource(
            Unpacking.file(file.plaintext, compression: part.table.compression, limits: limits))
        reading?.plain = plain
        return DropFile(table: part.index, bytes: plain)
    }

    /// Judges the file that was read to its end.
    private func finish() throws {
        guard let done = reading, let plain = done.plain else { return }
        let signer = try done.file.finish()
        reading = nil
        try plain.expect(done.part.stated)
        signers[done.part.table.name] = signer
    }

    /// What `error` is where it says that the file which is being read is wrong: an altered envelope is the fault that counts, and
    /// what was found in its bytes is then told to nobody (`OpenedEnvelope.judged`).
    func blame(_ error: any Error) throws -> any Error {
        guard started > 0, let found = Verdict.faults(error) else { return error }
        let table = parts[started - 1].table.name
        return FileFaults(faults: try (sealFaults(after: error) ?? found).map { FileFault(table: table, fault: $0) })
    }

    /// What is wrong with the envelope that is open, where `error` is not about it already.
    private func sealFaults(after error: any Error) throws -> [any Fault]? {
        guard !(error is EnvelopeFault), let file = reading?.file else { return nil }
        do {
            _ = try file.finish()
            return nil
        } catch {
            guard let faults = Verdict.faults(error) else { throw error }
            return faults
        }
    }
}

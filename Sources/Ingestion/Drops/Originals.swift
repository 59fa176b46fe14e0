internal import Envelope
internal import Ledger
internal import Support

/// Which files are kept as they came.
extension Ingester {
    /// Whether the original of `record` goes to the archive.
    ///
    /// Where the drop was refused, its head is looked at once more, whatever it was refused for: a file may have been refused before
    /// anybody looked whether it is sealed. An outcome is not known yet, so a file that ends the ingester here is counted as one that
    /// did so while it was read.
    func keepsOriginal(_ record: DropRecord, _ verdict: Verdict) throws -> Bool {
        switch verdict {
        case .published, .oppositions, .quarantined, .stopped: return true
        case .duplicate: break
        case .refused(let faults, _):
            // What is wrong with a file of a delivery says nothing of the manifest.
            let own = record.delivery == record.id ? faults.filter { !($0 is FileFault) } : faults
            guard own.allSatisfy(Ingester.leavesSealed) else { return false }
        }
        return try EnvelopeOpener.isSealed(openSealed(record), identities: keys.identities)
    }

    /// What anyone can read is not kept, and there is nothing to replay in the beginning of an upload or in a signature.
    private static func leavesSealed(_ fault: any Fault) -> Bool {
        switch (fault as? FileFault)?.fault ?? fault {
        case let fault as EnvelopeFault: fault.leavesSealed
        case DropFault.neverFinished, DropFault.signatureAlone: false
        default: true
        }
    }
}

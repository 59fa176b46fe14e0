internal import Containers
internal import Convention
internal import Envelope
internal import Records
internal import Support

extension Verdict {
    /// What `error` says of the producer's file; nil where it is the machine that failed.
    static func faults(_ error: any Error) -> [any Fault]? {
        switch error {
        case let error as FileFaults: error.faults
        case let error as ManifestFaults: error.faults
        case let error as RecordsFaults: error.faults
        case is RecordsFault, is EnvelopeFault, is ContainerFault, is DropFault, is DeliveryFault, is ManifestFault:
            (error as? any Fault).map { [$0] }
        default: nil
        }
    }

    /// The fault among `faults` that an operator must look at.
    static func incident(_ faults: [any Fault]) -> DropFault? {
        faults.lazy.compactMap { (($0 as? FileFault)?.fault ?? $0) as? DropFault }.first(where: \.isIncident)
    }
}

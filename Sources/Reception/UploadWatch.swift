internal import Platform
internal import Spool
internal import Support

/// Passes on what happens to the uploads of a session: with how long each took, and no more refusals than are worth reading.
final class UploadWatch {
    private(set) var refusals = 0
    private let report: (SessionReport) -> Void
    /// When each open upload was begun, or gone on with.
    private var begun: [String: Monotonic] = [:]

    /// Refused requests that one session reports; the others are counted.
    static let reportedRefusals = 100

    init(_ report: @escaping (SessionReport) -> Void) { self.report = report }

    func take(_ upload: UploadEvent) {
        var event = SessionEvent(upload)
        switch upload {
        case .started(let channel, let name, _): begun[channel.rawValue + "/" + name] = .now()
        case .handedOver(let drop): event = timed(event, drop.channel, drop.name)
        case .interrupted(let channel, let name, _): event = timed(event, channel, name)
        case .refused:
            refusals += 1
            guard refusals <= UploadWatch.reportedRefusals else { return }
        }
        report(.event(event))
    }

    /// The event with the seconds since its upload was opened; one that was renamed counts from the rename.
    private func timed(_ event: SessionEvent, _ channel: DropChannel, _ name: String) -> SessionEvent {
        let start = begun.removeValue(forKey: channel.rawValue + "/" + name) ?? .now()
        let seconds = Double(start.milliseconds(until: .now())) / 1000
        return SessionEvent(event.kind, event.fields + [("seconds", JSONValue(.number(seconds)))])
    }
}

import Foundation

/// The suite's line to a worker that has the device open; a worker that dies is started anew, a few times.
final class ConformanceClient {
  let program: DeviceProgram
  let assay: URL
  let patience: DeviceWorker.Patience
  /// The device's id; empty until the greeting has told one.
  private(set) var device = ""
  private(set) var offer: OpenRequest.Answer?
  /// The request that was answered last, and how long that took in seconds.
  private(set) var slowest: (verb: String, seconds: Double) = ("", 0)
  /// The requests that were not answered in time.
  private(set) var unanswered: [String] = []
  private var worker: DeviceWorker?
  private var deaths = 0

  private static let mostDeaths = 4

  init(_ program: DeviceProgram, assay: URL, patience: DeviceWorker.Patience) {
    self.program = program
    self.assay = assay
    self.patience = patience
  }

  /// Starts a worker that nothing has been asked of.
  func start() throws(DeviceError) -> DeviceWorker {
    try DeviceWorker(program, assay: assay, patience: patience)
  }

  /// Opens a device in a worker that has just greeted.
  func open(_ device: String, in worker: DeviceWorker) throws(ConformanceStop) -> OpenRequest.Answer {
    self.device = device
    self.worker = worker
    let offer = try demand(
      OpenRequest(device: device), "the variants of a device of the greeting", within: patience.greeting)
    self.offer = offer
    return offer
  }

  /// The worker with the device open, started anew if the last one has ended.
  func current() throws(ConformanceStop) -> DeviceWorker {
    if let worker, worker.isAlive { return worker }
    guard deaths < Self.mostDeaths else {
      throw .notApplicable("the worker has ended \(deaths) times and is not started again")
    }
    deaths += 1
    let anew: DeviceWorker
    do throws(DeviceError) {
      anew = try start()
      worker = anew
      _ = try anew.ask(OpenRequest(device: device), within: patience.greeting)
    } catch {
      deaths = Self.mostDeaths
      throw .fault(
        asked: "to start and open \(device) once more", expected: "as the first time", came: error.message)
    }
    return anew
  }

  /// Asks what may be refused.
  /// - Throws: `ConformanceStop` where the worker ended instead of an answer.
  func ask<Request: DeviceRequest>(_ request: Request, within seconds: Double = 0) throws(ConformanceStop)
    -> Result<Request.Answer, DeviceError>
  {
    let worker = try current()
    let watch = Stopwatch()
    do throws(DeviceError) {
      let answer = try worker.ask(request, within: seconds)
      note(Request.verb, watch.seconds)
      return .success(answer)
    } catch {
      if worker.isAlive {
        note(Request.verb, watch.seconds)
        return .failure(error)
      }
      if worker.hasHung { unanswered.append(Request.verb) }
      throw .fault(asked: Self.text(request), expected: "an answer", came: error.message)
    }
  }

  /// Asks what has to be answered.
  func demand<Request: DeviceRequest>(_ request: Request, _ expected: String, within seconds: Double = 0)
    throws(ConformanceStop) -> Request.Answer
  {
    switch try ask(request, within: seconds) {
    case .success(let answer): return answer
    case .failure(let error):
      throw .fault(
        asked: Self.text(request), expected: expected,
        came: "an error of kind \(error.kind.rawValue): \(error.message)")
    }
  }

  /// Sends a line as it is.
  /// - Parameter worker: another one than the current.
  /// - Returns: the object that came.
  func exchange(_ line: String, with worker: DeviceWorker? = nil) throws(ConformanceStop) -> [String: Any] {
    let worker = if let worker { worker } else { try current() }
    let reply: Data
    let watch = Stopwatch()
    do throws(DeviceError) { reply = try worker.exchange(line: Data(line.utf8)) } catch {
      if worker.hasHung { unanswered.append(line.printable(upTo: 60)) }
      throw .fault(asked: line, expected: "a reply", came: error.message)
    }
    note(line.printable(upTo: 60), watch.seconds)
    guard let object = try? JSONSerialization.jsonObject(with: reply) as? [String: Any] else {
      // What comes next would be taken for the answer to another line.
      worker.finish()
      throw .fault(
        asked: line, expected: "a reply: one JSON object",
        came: String(decoding: reply.prefix(400), as: UTF8.self))
    }
    return object
  }

  private func note(_ verb: String, _ seconds: Double) {
    if seconds > slowest.seconds { slowest = (verb, seconds) }
  }

  /// A request as the line that it is, without its number.
  static func text(_ request: some DeviceRequest) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let members =
      (try? encoder.encode(request)).map { String(decoding: $0.prefix(1024), as: UTF8.self) } ?? ""
    return "\(type(of: request).verb) \(members)"
  }
}

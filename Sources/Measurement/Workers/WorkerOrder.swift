/// What a worker process is started for.
struct WorkerOrder: Codable {
  let library: LibrarySpec
  /// To how many processors to keep; `nil` for all.
  let processors: Int?
}

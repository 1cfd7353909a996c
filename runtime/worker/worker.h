#pragma once

#include <string>

namespace itw::worker {

/// Serves tasks until itwc says to end: reads frames from one descriptor, writes to the other.
void serve(int in, int out);

/// The JSON that `itw-worker --registry` prints: ops, components and tasks with their parameters.
std::string registryJson();

/// What a file of data holds and a schema for it: `{"reader", "rows", "convert", "fields":
/// [{"name", "type", "note"}]}`, or `{"error": {"code", "exit", "message", "help", "place"}}`.
std::string inspectionJson(const std::string& path);

/// The JSON that `itw-worker --devices` prints: graphics cards and whether NCCL sums over them.
std::string devicesJson();

}  // namespace itw::worker

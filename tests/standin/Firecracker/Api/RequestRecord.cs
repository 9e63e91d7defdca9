using System.Text;
using System.Text.Json.Nodes;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Api;

/// <summary>The file in which tests read what was asked: a line of JSON each, with what the request did against the API's description.</summary>
internal sealed class RequestRecord
{
    private readonly long file = Kernel.Open(StandinChoice.Inside + "/record", 0x1 | 0x400 | 0x8_0000);

    internal void Note(string method, string path, string body, int status, string? violation)
    {
        if (file < 0) return;
        var line = new JsonObject { ["method"] = method, ["path"] = path, ["body"] = body, ["status"] = status, ["violation"] = violation };
        _ = Kernel.Write(file, Encoding.UTF8.GetBytes(JsonText.Of(line) + "\n"));
    }
}

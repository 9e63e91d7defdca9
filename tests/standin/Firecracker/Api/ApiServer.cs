using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Api;

/// <summary>The API's one thread: ten connections, one request at a time over all of them.</summary>
internal sealed class ApiServer(Socket listener, int largestBody, Router router, FaultPlan faults, RequestRecord record)
{
    private const int MostConnections = 10;
    private const string TooMany = "{ \"error\": \"Too many open connections\" }";

    private readonly Dictionary<Socket, RequestReader> connections = [];

    internal void Run()
    {
        var bytes = new byte[64 << 10];
        while (true)
        {
            List<Socket> ready = [listener, .. connections.Keys];
            Socket.Select(ready, null, null, -1);
            foreach (var socket in ready)
            {
                if (socket == listener) Accept();
                else Serve(socket, connections[socket], bytes);
            }
        }
    }

    private void Accept()
    {
        var accepted = listener.Accept();
        if (connections.Count < MostConnections)
        {
            connections[accepted] = new RequestReader(largestBody);
            return;
        }
        Send(accepted, $"HTTP/1.1 503\r\nServer: Firecracker API\r\nConnection: close\r\nContent-Length: {TooMany.Length}\r\n\r\n{TooMany}");
        accepted.Dispose();
    }

    private void Serve(Socket socket, RequestReader reader, byte[] bytes)
    {
        try
        {
            var count = socket.Receive(bytes);
            if (count == 0)
            {
                Close(socket);
                return;
            }
            reader.Add(bytes.AsSpan(0, count));
            if (reader.TakeContinue()) Send(socket, "HTTP/1.1 100 \r\nServer: Firecracker API\r\nConnection: keep-alive\r\n\r\n");
            while (reader.Next() is { } request) Answer(socket, request);
        }
        catch (WireError error)
        {
            reader.Clear();
            record.Note("", "", "", 400, error.Message);
            Send(socket, Text(new Reply(400, error.Body)));
        }
        catch (SocketException)
        {
            Close(socket);
        }
    }

    private void Answer(Socket socket, Request request)
    {
        var fault = faults.Next();
        switch (fault?.Kind)
        {
            case "die":
                Kernel.Exit(fault.Code);
                break;
            case "hang":
                _ = new ManualResetEvent(false).WaitOne();
                break;
            case "refuse":
                Send(socket, Text(new Reply(500, "{\"fault_message\":\"stand-in: refused on demand\"}")));
                return;
            case "garbage":
                Send(socket, "\u0001\u0002 this is no HTTP\r\n\r\n");
                return;
        }

        var (reply, violation) = router.Answer(request);
        record.Note(request.Method, request.Path, Encoding.UTF8.GetString(request.Body), reply.Status, violation);
        var text = Text(reply);
        if (fault?.Kind == "half")
        {
            Send(socket, text[..(text.Length / 2)]);
            Close(socket);
            return;
        }
        Send(socket, text);
        if (reply.ThenExit is { } code) Kernel.Exit(code);
    }

    private void Close(Socket socket)
    {
        _ = connections.Remove(socket);
        socket.Dispose();
    }

    private static void Send(Socket socket, string text)
    {
        try
        {
            _ = socket.Send(Encoding.UTF8.GetBytes(text));
        }
        catch (SocketException)
        {
            // Whoever asked has gone.
        }
    }

    private static string Text(Reply reply)
    {
        var deprecated = reply.IsDeprecated ? "Deprecation: true\r\n" : "";
        var body = reply.Json is { } json
            ? string.Create(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}")
            : "\r\n";
        return string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} \r\nServer: Firecracker API\r\nConnection: keep-alive\r\n{deprecated}{body}");
    }
}

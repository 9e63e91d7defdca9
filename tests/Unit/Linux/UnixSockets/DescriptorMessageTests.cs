using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.UnixSockets;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.UnixSockets;

public sealed class DescriptorMessageTests
{
    [Fact]
    public void descriptors_arrive_with_their_bytes_and_close_on_exec()
    {
        using var pair = SocketPair.Create().Value;
        using var first = Memfd.Create("one").Value;
        using var second = Memfd.Create("two").Value;
        var buffer = new byte[64];

        Assert.True(DescriptorMessage.Send(pair.Theirs, "hello"u8, [first, second]).IsSuccess);
        using var received = DescriptorMessage.Receive(pair.Ours, buffer).Value!;

        Assert.Equal("hello"u8, buffer.AsSpan(0, received.Bytes));
        Assert.Equal(["/memfd:one (deleted)", "/memfd:two (deleted)"], received.Descriptors.Select(fd => new FileInfo($"/proc/self/fd/{fd.Number}").LinkTarget));
        Assert.All(received.Descriptors, fd => Assert.Matches("flags:\\t02.00002", File.ReadAllText($"/proc/self/fdinfo/{fd.Number}")));
    }

    [Fact]
    public void an_empty_socket_has_no_message_yet_and_a_closed_one_has_its_end()
    {
        using var pair = SocketPair.Create().Value;

        Assert.Null(DescriptorMessage.Receive(pair.Ours, new byte[8]).Value);
        pair.Theirs.Dispose();
        Assert.Equal(0, DescriptorMessage.Receive(pair.Ours, new byte[8]).Value!.Bytes);
        Assert.Equal(UnixSocketErrors.PeerGone, DescriptorMessage.Send(pair.Ours, "x"u8, []).Error.Code);
    }

    [Fact]
    public void the_most_descriptors_that_are_allowed_arrive()
    {
        using var pair = SocketPair.Create().Value;
        using var file = Memfd.Create("many").Value;

        Assert.True(DescriptorMessage.Send(pair.Theirs, "x"u8, [.. Enumerable.Repeat(file, DescriptorMessage.MostDescriptors)]).IsSuccess);

        using var received = DescriptorMessage.Receive(pair.Ours, new byte[1]).Value!;
        Assert.Equal(DescriptorMessage.MostDescriptors, received.Descriptors.Count);
    }

    [Fact]
    public void a_claimed_name_is_free_again_when_its_holder_lets_go()
    {
        var name = $"lobsterd-test-{Guid.NewGuid():n}";
        using (UnixListener.ClaimName(name).Value) Assert.Equal(UnixSocketErrors.NameTaken, UnixListener.ClaimName(name).Error.Code);

        UnixListener.ClaimName(name).Value.Dispose();
    }

    [Fact]
    public void a_name_that_no_socket_can_have_is_refused() =>
        Assert.Equal(UnixSocketErrors.NameTooLong, UnixListener.ClaimName(new string('n', 108)).Error.Code);
}

package dev.agentloop.runtime.model.responses;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which items of a response were started and which are done, by their place in the output. An item counts once however
 * often the service sends it, because a call that counts twice would run twice. Servers differ in what they keep
 * constant: some change ids from event to event, some give every item the place 0.
 */
final class ItemTracker {
    private static final int MOST_ITEMS = 10_000;

    private @Nullable Place[] places = new Place[8];
    private final Set<String> doneIds = new HashSet<>();
    private final Set<String> doneCallIds = new HashSet<>();
    private int next;

    private static final class Place {
        final String itemId; // the name of the item in our events
        boolean done;

        Place(String itemId) {
            this.itemId = itemId;
        }
    }

    /** The id under which the item at this place was started; null when none was. */
    @Nullable
    String idAt(int index) {
        Place place = at(index);
        return place == null ? null : place.itemId;
    }

    /** Notes that an item began; answers the id for its events. */
    String start(int index, String id) {
        int at = placeFor(index);
        String itemId = id.isEmpty() ? "item_" + at : id;
        put(at, new Place(itemId));
        return itemId;
    }

    /** Notes that an item is done; answers the id for its event, null when it was done before. */
    @Nullable
    String finish(int index, OutputItem item) {
        int at = placeFor(index);
        Place place = at(at);
        if (place != null && place.done && item.id().isEmpty() || doneIds.contains(item.id())) {
            return null;
        }
        if (place == null || place.done) {
            place = new Place(item.id().isEmpty() ? "item_" + at : item.id());
            put(at, place);
        }
        place.done = true;
        remember(item);
        return place.itemId;
    }

    /** Notes that the final list holds an item; answers the id for its event, null when it was done before. */
    @Nullable
    String finishFromList(int index, OutputItem item) {
        return isDone(index) || doneCallIds.contains(item.callId()) ? null : finish(index, item);
    }

    /** Whether the item at this place is done. */
    boolean isDone(int index) {
        Place place = at(index);
        return place != null && place.done;
    }

    private void remember(OutputItem item) {
        if (!item.id().isEmpty()) {
            doneIds.add(item.id());
        }
        if (!item.callId().isEmpty()) {
            doneCallIds.add(item.callId());
        }
    }

    private int placeFor(int index) {
        return index < 0 || index >= MOST_ITEMS ? Math.min(next, MOST_ITEMS - 1) : index;
    }

    private @Nullable Place at(int index) {
        return index >= 0 && index < places.length ? places[index] : null;
    }

    private void put(int index, Place place) {
        if (index >= places.length) {
            places = Arrays.copyOf(places, Math.max(index + 1, 2 * places.length));
        }
        places[index] = place;
        next = Math.max(next, index + 1);
    }
}

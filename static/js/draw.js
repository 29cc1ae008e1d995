// Drawing a zone's outline: corners pressed on the map become the text of the field, and the field's text becomes the map.
// The field alone is enough; whoever uses no pointer types the corners there.
(function () {
  "use strict";

  const place = document.querySelector("[data-drawing]");
  if (!place || !window.L) {
    return;
  }
  const field = document.getElementById(place.dataset.drawing);
  const element = place.querySelector("[data-map]");
  const map = element.portalMap;
  const shapes = L.layerGroup().addTo(map);
  const corners = L.layerGroup().addTo(map);
  let sides = read() || [[]];

  for (const tools of place.querySelectorAll(".drawing__tools")) {
    tools.hidden = false;
  }

  // The outer rings of what the field says, as lists of {lat, lng}; null where it cannot be read here. Holes are left to the text.
  function read() {
    const text = field.value.trim();
    if (!text) {
      return [[]];
    }
    if (!/^[[{]/.test(text)) {
      return typed(text);
    }
    try {
      let said = JSON.parse(text);
      said = said.type === "Feature" ? said.geometry : said;
      const polygons = said.type === "Polygon" ? [said.coordinates] : said.coordinates;
      if (polygons.some((polygon) => polygon.length > 1)) {
        return null;
      }
      return polygons.map((polygon) => open(polygon[0].map(([lng, lat]) => L.latLng(lat, lng))));
    } catch {
      return null;
    }
  }

  function typed(text) {
    try {
      return text.split(/\n\s*\n/).map((side) =>
        side
          .trim()
          .split("\n")
          .map((line) => {
            const [lat, lng] = line.trim().split(/[,;\s]+/).map(Number);
            return L.latLng(lat, lng);
          }),
      );
    } catch {
      return null;
    }
  }

  function open(ring) {
    const last = ring[ring.length - 1];
    return ring.length > 1 && ring[0].equals(last) ? ring.slice(0, -1) : ring;
  }

  function write() {
    field.value = sides
      .filter((side) => side.length)
      .map((side) => side.map((corner) => corner.lat.toFixed(6) + ", " + corner.lng.toFixed(6)).join("\n"))
      .join("\n\n");
    show();
  }

  function show() {
    shapes.clearLayers();
    corners.clearLayers();
    for (const side of sides) {
      L.polygon(side, { className: "drawn", interactive: false }).addTo(shapes);
      side.forEach(function (corner, index) {
        const marker = L.marker(corner, {
          draggable: true,
          keyboard: false,
          icon: L.divIcon({ className: "corner", iconSize: [44, 44] }),
        });
        marker.on("drag", function () {
          side[index] = marker.getLatLng();
          shapes.clearLayers();
          sides.forEach((one) => L.polygon(one, { className: "drawn", interactive: false }).addTo(shapes));
        });
        marker.on("dragend", write);
        marker.addTo(corners);
      });
    }
  }

  map.on("click", function (event) {
    sides[sides.length - 1].push(event.latlng);
    write();
  });

  const deeds = {
    back: function () {
      while (sides.length > 1 && !sides[sides.length - 1].length) {
        sides.pop();
      }
      sides[sides.length - 1].pop();
    },
    side: function () {
      if (sides[sides.length - 1].length) {
        sides.push([]);
      }
    },
    clear: function () {
      sides = [[]];
    },
  };

  for (const button of place.querySelectorAll("[data-draw]")) {
    button.addEventListener("click", function () {
      deeds[button.dataset.draw]();
      write();
    });
  }

  field.addEventListener("change", function () {
    const said = read();
    if (said) {
      sides = said;
      show();
    }
  });

  element.addEventListener("map-ready", function () {
    const box = L.featureGroup(shapes.getLayers()).getBounds();
    if (sides[0].length && box.isValid()) {
      map.fitBounds(box.pad(0.4), { maxZoom: 20, animate: false });
    }
  });
  show();
})();

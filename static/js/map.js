// Maps of zones, with Leaflet. A map shows what the table beside it says; it asks this portal for the outlines, and a tile
// server only where one is configured. Colours are the style sheet's: nothing here states one.
(function () {
  "use strict";

  function bounds(text) {
    const [south, west, north, east] = text.split(",").map(Number);
    return L.latLngBounds([south, west], [north, east]);
  }

  function make(element) {
    const map = L.map(element, {
      attributionControl: Boolean(element.dataset.tiles),
      zoomSnap: 0.25,
      minZoom: 10,
      maxZoom: 21,
    });
    if (element.dataset.tiles) {
      map.attributionControl.setPrefix(false);
      L.tileLayer(element.dataset.tiles, { maxZoom: 21, maxNativeZoom: 19, referrerPolicy: "origin" }).addTo(map);
      const credit = document.createElement("span");
      credit.textContent = element.dataset.credit || "";
      map.attributionControl.getContainer().replaceChildren(credit);
    }
    L.control.scale({ imperial: true, metric: true }).addTo(map);
    map.fitBounds(bounds(element.dataset.city));
    return map;
  }

  function label(text) {
    const words = document.createElement("span");
    words.textContent = text;
    return words;
  }

  function draw(map, element, shapes) {
    const only = element.dataset.only || "";
    const skipped = (element.closest("[data-not]") || { dataset: {} }).dataset.not || "";
    const layer = L.geoJSON(shapes, {
      filter: (feature) => feature.properties.code !== skipped,
      style: function (feature) {
        const faint = only && feature.properties.code !== only;
        return { className: "zone zone--" + feature.properties.kind + (faint ? " zone--faint" : "") };
      },
      interactive: !element.closest("[data-drawing]"),
      onEachFeature: function (feature, shape) {
        shape.bindTooltip(label(feature.properties.name), { sticky: true });
        if (!element.closest("[data-drawing]")) {
          shape.on("click", function () {
            location.assign(element.dataset.zonePage + encodeURIComponent(feature.properties.code));
          });
        }
      },
    });
    // Small places lie over the district around them.
    layer.eachLayer((shape) => shape.feature.properties.kind === "district" && shape.addTo(map));
    layer.eachLayer((shape) => shape.feature.properties.kind !== "district" && shape.addTo(map));
    const shown = only ? layer.getLayers().filter((shape) => shape.feature.properties.code === only) : layer.getLayers();
    return L.featureGroup(shown);
  }

  function points(map, element) {
    const group = L.featureGroup().addTo(map);

    function fill() {
      group.clearLayers();
      const list = document.getElementById(element.dataset.points);
      for (const row of list ? list.querySelectorAll("[data-point]") : []) {
        const [latitude, longitude] = row.dataset.point.split(",").map(Number);
        const late = "late" in row.dataset;
        L.circleMarker([latitude, longitude], { radius: 9, className: "due-point" + (late ? " due-point--late" : "") })
          .bindTooltip(label(row.dataset.label), { permanent: true, direction: "right", offset: [10, 0] })
          .addTo(group);
      }
    }

    fill();
    document.addEventListener("htmx:afterSwap", fill);
    document.addEventListener("points-changed", fill);
    return group;
  }

  function fit(map, group) {
    const box = group.getBounds();
    if (box.isValid()) {
      map.fitBounds(box.pad(0.15), { maxZoom: 19, animate: false });
    }
  }

  for (const element of document.querySelectorAll("[data-map]")) {
    const map = make(element);
    element.portalMap = map;
    const marked = element.dataset.points ? points(map, element) : null;
    fetch(element.dataset.shapes, { credentials: "same-origin", headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then(function (shapes) {
        const group = draw(map, element, shapes);
        fit(map, marked && marked.getLayers().length ? marked : group);
        element.dispatchEvent(new CustomEvent("map-ready"));
      })
      .catch(function () {
        // The table beside the map says the same.
        element.dispatchEvent(new CustomEvent("map-ready"));
      });
  }
})();
